from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_offices_and_cohorts")]

    operations = [
        migrations.CreateModel(
            name="PastCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.CharField(
                        blank=True, help_text="The office's uuid; empty: everybody, each person once.", max_length=36
                    ),
                ),
                ("module", models.CharField(blank=True, help_text="The module's translation key.", max_length=36)),
                (
                    "stage",
                    models.CharField(choices=[("learned", "Learned"), ("begun", "Begun"), ("done", "Done")], max_length=10),
                ),
                ("quarter", models.DateField(help_text="Its first day.")),
                ("number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "module", "stage", "quarter"), name="one_count_of_a_kind")
                ]
            },
        ),
    ]
