"""What a story says that can be checked: figures, times, sayings, acts, changes, promises, rules, pairings.

Every fact keeps the words that say so. Nothing is made up: what the story does not say stays ``None``.
"""
