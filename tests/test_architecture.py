"""The house rules: knowledge flows down the LAYERS, and an app is entered by its front doors."""

import ast
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parent.parent
LAYERS = ["core", "accounts", "records", "quizzes", "courses", "programmes"]  # low to high; the next rooms stand above
FRONT_DOORS = {"api", "models", "signals"}  # all else is private to its app; core, which has no tables, is open


def our_imports():
    """Yield (where, app, target app, target module) for each import, lazy ones too, of one of our apps by another."""
    for app in LAYERS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names = [f"{node.module}.{alias.name}" for alias in node.names]
                else:
                    continue
                for name in names:
                    target, _, rest = name.partition(".")
                    if target in [*LAYERS, "config"] and target != app:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", app, target, rest.split(".")[0]


def test_every_app_of_ours_has_a_layer():
    assert {c.name for c in apps.get_app_configs() if Path(c.path).parent == ROOT} == set(LAYERS)


def test_knowledge_flows_down():
    up = [
        f"{where} imports {target}"
        for where, app, target, _ in our_imports()
        if target == "config" or LAYERS.index(target) > LAYERS.index(app)
    ]
    assert up == []


def test_apps_are_entered_by_their_front_doors():
    through_the_window = [
        f"{where} imports {target}.{module}"
        for where, _, target, module in our_imports()
        if target != "core" and module not in FRONT_DOORS
    ]
    assert through_the_window == []


def test_foreign_keys_point_down():
    up = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for app in LAYERS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and field.related_model._meta.app_label in LAYERS
        and LAYERS.index(field.related_model._meta.app_label) > LAYERS.index(app)
    ]
    assert up == []
