import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_locked_phones'),
    ]

    operations = [
        migrations.CreateModel(
            name='EarlierVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('was_she', models.BooleanField(null=True)),
                ('said_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_visits', to='accounts.learner')),
                ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.learner')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visitor', 'owner'), name='one_question_about_a_visit')],
            },
        ),
    ]
