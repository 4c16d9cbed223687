import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_looks_and_consents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('phase', models.CharField(choices=[('pre_departure', 'Before you go'), ('in_transit', 'On the way'), ('post_arrival', 'After you arrive')], max_length=14)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-starts', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('country', models.CharField(help_text='ISO 3166-1 alpha-2', max_length=2)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='JoinCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='programmes.cohort')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('trainer', 'Trainer'), ('coordinator', 'Coordinator'), ('lead', 'Head of the office')], max_length=14)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('appointed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='appointed', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='programmes.office')),
            ],
        ),
        migrations.CreateModel(
            name='CohortStaff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff', to='programmes.cohort')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='programmes.membership')),
            ],
        ),
        migrations.AddField(
            model_name='cohort',
            name='followers',
            field=models.ManyToManyField(related_name='cohorts', through='programmes.CohortStaff', to='programmes.membership'),
        ),
        migrations.AddField(
            model_name='cohort',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='programmes.office'),
        ),
        migrations.CreateModel(
            name='CohortModule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('module', models.UUIDField(help_text="The module's translation key.")),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modules', to='programmes.cohort')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cohort', 'module'), name='a_module_once_in_a_cohort')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='registration')),
                ('called', models.CharField(help_text='What those who follow the group call her; her own choice.', max_length=40)),
                ('how', models.CharField(choices=[('typed', 'Typed'), ('scanned', 'Scanned')], max_length=10)),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='programmes.cohort')),
                ('consent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.consent')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='accounts.learner')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cohort', 'learner'), name='a_learner_once_in_a_cohort')],
            },
        ),
        migrations.AddConstraint(
            model_name='cohortstaff',
            constraint=models.UniqueConstraint(fields=('cohort', 'membership'), name='one_follows_a_cohort_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('user', 'office', 'role'), name='one_running_membership'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='a_cohort_ends_after_it_starts'),
        ),
    ]
