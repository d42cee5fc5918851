"""Settings of the pages, read from `KONTOR_*`."""

from enum import StrEnum

from kontor_chassis.settings import ServiceSettings


class Service(StrEnum):
    CUSTOMERS = "customers"
    BILLING = "billing"
    DELIVERY = "delivery"
    TASKS = "tasks"


class WebSettings(ServiceSettings):
    """Where the services' APIs are; the broker and the database are for the timeline alone."""

    customers_url: str = "http://127.0.0.1:8101"
    billing_url: str = "http://127.0.0.1:8102"
    delivery_url: str = "http://127.0.0.1:8103"
    tasks_url: str = "http://127.0.0.1:8104"
    #: Cookies travel over TLS alone. Off only where pages are served without TLS, on loopback.
    secure_cookies: bool = True

    def url_of(self, service: Service) -> str:
        urls = {
            Service.CUSTOMERS: self.customers_url,
            Service.BILLING: self.billing_url,
            Service.DELIVERY: self.delivery_url,
            Service.TASKS: self.tasks_url,
        }
        return urls[service].rstrip("/")
