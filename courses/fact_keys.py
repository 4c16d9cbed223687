"""The local facts a lesson may name as ``{fact:key}``."""

FACT_KEYS = (
    "emergency",
    "emergency_silent",
    "police",
    "exploitation_help",
    "abuse_help",
    "advice_line",
    "report_fraud",
    "labour_rights",
    "minimum_wage",
    "health_advice",
)
