"""The developer's overlay: the state of each conversation, what frames cost, and faults on request.

Only `dialogue` imports it.
"""
