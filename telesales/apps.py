from django.apps import AppConfig


class TelesalesConfig(AppConfig):
    name = "telesales"
