"""Phones, a trainer and the real server in any order of events; ``tests/records/test_machine.py`` runs it.

``phone`` models a phone, ``content`` what trainers publish, ``oracle`` what must come of it, written without a look at how the
server does it; ``server`` is the door to the real one, and ``rules`` is what may happen.
"""
