"""Kubernetes manifests of the process list."""
