import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_tombstones'),
    ]

    operations = [
        migrations.AlterField(  # only what may be chosen: no table is made anew, so the triggers of 0005 stay
            model_name='look',
            name='what',
            field=models.CharField(choices=[('group', 'Saw in the list of your group what you have done.'), ('progress', 'Looked at your learning.'), ('answer', 'Looked at an answer of yours that could not be stored.'), ('tried', 'Let secret pictures be tried to make a new card for you.'), ('card', 'Made a new card for you.'), ('agreed', 'Agreed to a new card for you.'), ('called_off', 'Called off a new card for you.')], max_length=10),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('new_sign_in', 'New Sign In'), ('card_made', 'Card Made'), ('password_changed', 'Password Changed'), ('email_added', 'Email Added'), ('email_removed', 'Email Removed'), ('phone_added', 'Phone Added'), ('phone_removed', 'Phone Removed'), ('passkey_added', 'Passkey Added'), ('passkey_removed', 'Passkey Removed'), ('app_added', 'App Added'), ('app_removed', 'App Removed'), ('recovery_codes', 'Recovery Codes'), ('merged', 'Merged'), ('unmerged', 'Unmerged'), ('secret_pictures', 'Secret Pictures'), ('new_card', 'New Card'), ('new_card_stopped', 'New Card Stopped')], max_length=20),
        ),
        migrations.CreateModel(
            name='SecretPictures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(editable=False, max_length=128)),
                ('chosen_at', models.DateTimeField()),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('learner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='secret_pictures', to='accounts.learner')),
            ],
        ),
        migrations.CreateModel(
            name='NewCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('office', models.UUIDField(help_text="The office's uuid.")),
                ('office_name', models.CharField(max_length=80)),
                ('registration', models.UUIDField(help_text='Her place in the group by which the office knows her.')),
                ('how', models.CharField(choices=[('answer', 'answer'), ('agreement', 'agreement')], max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('lost', 'Her card is lost or was taken.'), ('worn', 'Her card cannot be read any more.'), ('forgot', 'She forgot the pictures of her card, or it was stopped.')], max_length=10)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('opener', models.CharField(editable=False, max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('works_from', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_as', models.CharField(blank=True, choices=[('used', 'used'), ('refused', 'refused'), ('taken_back', 'taken_back'), ('stopped', 'stopped'), ('expired', 'expired')], max_length=10)),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='new_cards_agreed', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='new_cards_asked', to=settings.AUTH_USER_MODEL)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='new_cards', to='accounts.learner')),
            ],
            options={
                'ordering': ['-asked_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('learner',), name='one_new_card_at_a_time')],
            },
        ),
    ]
