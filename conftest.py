"""Give every test of every package the real parts to run on."""

pytest_plugins = ["kontor_local.testing", "kontor_chassis.testing"]
