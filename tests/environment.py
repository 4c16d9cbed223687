"""Loaded by pytest before anything else: tests run in the test environment, wherever they are started from."""

import os

os.environ["ONWARD_ENV"] = "test"
