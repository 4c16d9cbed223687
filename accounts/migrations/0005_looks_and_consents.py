import django.db.models.deletion
from django.db import migrations, models

SQLITE = """
CREATE TRIGGER look_is_never_{done} BEFORE {verb} ON accounts_look BEGIN SELECT RAISE(ABORT, 'A look is never {done}.'); END
"""
POSTGRESQL = """
CREATE FUNCTION look_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'A look is never changed or deleted.'; END $$;
CREATE TRIGGER look_is_never_changed BEFORE UPDATE OR DELETE ON accounts_look FOR EACH ROW EXECUTE FUNCTION look_stays()
"""


def refuse_changes(apps, schema_editor):
    """The database itself refuses to change or delete a look, whoever asks. SQLite loses triggers when it makes a table anew:
    a migration that alters this table must call this again.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for verb, done in (("UPDATE", "changed"), ("DELETE", "deleted")):
        schema_editor.execute(SQLITE.format(verb=verb, done=done))


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER look_is_never_changed ON accounts_look; DROP FUNCTION look_stays()")
        return
    for done in ("changed", "deleted"):
        schema_editor.execute(f"DROP TRIGGER look_is_never_{done}")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_sign_ins'),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('n', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField(help_text="The account's uuid.")),
                ('who', models.CharField(help_text='Her name as it was then.', max_length=150)),
                ('role', models.CharField(choices=[('trainer', 'Trainer'), ('coordinator', 'Coordinator'), ('lead', 'Head of the office'), ('administrator', 'Administrator')], max_length=14)),
                ('office', models.CharField(blank=True, max_length=80)),
                ('subject', models.CharField(db_index=True, help_text='``subject_of`` the learner.', max_length=64)),
                ('what', models.CharField(choices=[('group', 'Saw in the list of your group what you have done.'), ('progress', 'Looked at your learning.'), ('answer', 'Looked at an answer of yours that could not be stored.')], max_length=10)),
                ('why', models.CharField(max_length=200)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('group', 'Group')], max_length=10)),
                ('about', models.UUIDField(help_text="What she agreed to it for: a group's uuid.")),
                ('until', models.DateField(help_text='The last day on which it holds.')),
                ('version', models.PositiveSmallIntegerField(help_text='Of the words; they stand in the code.')),
                ('language', models.CharField(help_text='In which she read them.', max_length=12)),
                ('words', models.CharField(help_text='Hash of the words as she was shown them.', max_length=64)),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='accounts.learner')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('learner', 'purpose', 'about'), name='one_consent_at_a_time')],
            },
        ),
        migrations.RunPython(refuse_changes, allow_changes),
    ]
