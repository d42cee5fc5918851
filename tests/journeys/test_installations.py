"""A standard installation, from its choice on a folder to the actions of those who do it."""

from uuid import UUID, uuid4

from kontor_cli.settings import Service
from kontor_contracts.billing.folder import Folder
from kontor_contracts.billing.installation import Installation
from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.tasks.action import Action
from kontor_contracts.values import Value
from kontor_local.testing.office import Office, until

PHASES = [
    {
        "key": "plan",
        "title": "Planen",
        "tasks": [{"key": "order", "title": "Leitung bestellen", "role": "technician"}],
    },
    {
        "key": "build",
        "title": "Bauen",
        "tasks": [{"key": "dig", "title": "Graben", "role": "technician"}],
    },
]


class Actions(Value):
    items: tuple[Action, ...]


def activated(office: Office, prospect: Party, technician: UUID) -> Folder:
    session = office.everything.session
    path = "/standard-installations/fibre"
    body = {"title": "Glasfaser", "phases": PHASES}
    answer = session.send("PUT", Service.BILLING, path, json=body)
    assert Installation.model_validate_json(answer.content).key == "fibre"
    roles = {"technician": str(technician)}
    return office.open_folder(prospect, "01", "29.90", standard_installation="fibre", roles=roles)


def test_an_activated_installation_opens_its_actions_and_converts_the_prospect(
    office: Office,
) -> None:
    prospect = office.enter("Neubau GmbH", to="prospects")
    technician = uuid4()
    folder = activated(office, prospect, technician)

    def opened() -> tuple[Action, ...]:
        session = office.everything.session
        return session.get(Service.TASKS, "/actions", Actions, folder_id=str(folder.id)).items

    (action,) = until(opened)
    assert (action.installation_task, action.assignee_id) == ("order", technician)
    assert action.party_id == prospect.id
    assert until(lambda: office.look_up(prospect).lifecycle is Lifecycle.CUSTOMER)
