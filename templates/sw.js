{% load static %}import { start } from "{% static 'js/worker/worker.js' %}";
start({{ app|script }});
