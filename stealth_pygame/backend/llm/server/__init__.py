"""A model's server: requests and answers, whole or streamed, and retries after refusals.

Must not know characters, prompts or cleaning.
"""
