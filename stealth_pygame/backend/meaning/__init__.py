"""What words mean, for the offline brain: `vectors` of any model, `judge` and `embeddings` of the packaged one.

These rooms know texts and numbers, and nothing of characters. What a likeness is good for, the brain decides.
"""
