"""What the starter course's files last put where."""

from django.db import models


class LoadedFile(models.Model):
    """One file of the starter course as it was last loaded, so that a trainer's edit is told from an old text.

    Personal data: none.
    """

    name = models.CharField(max_length=80, unique=True, help_text="Code, kind and language: OS-P1.lesson.ar")
    file_hash = models.CharField(max_length=64, help_text="Hash of the file's words and the source's.")
    text_hash = models.CharField(max_length=64, help_text="Hash of what was written to the site.")
    object_id = models.BigIntegerField(help_text="Key of the page or quiz.")

    def __str__(self) -> str:
        return self.name
