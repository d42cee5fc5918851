"""The whole service, for every test that asks for it."""

from kontor_tasks.testing.service import ada, admin, desk_of_ada, kranz, parts, signed_in, standing

__all__ = ["ada", "admin", "desk_of_ada", "kranz", "parts", "signed_in", "standing"]
