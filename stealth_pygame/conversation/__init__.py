"""One conversation on the backend: its messages in order, its retries, and the executors that run its requests.

`conversation` is the state machine, `retry` decides what follows an error such as 429, `circuit_breaker` knows if the
backend is down, `worker` and `tasks` run requests.

Must not know HTTP, NPCs or pygame.
"""
