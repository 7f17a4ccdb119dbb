"""A model's server: requests and their answers, whole or streamed, and the patience with what it refuses.

Must not know characters, prompts or cleaning.
"""
