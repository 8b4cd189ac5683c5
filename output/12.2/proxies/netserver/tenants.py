"""Tenants of CRM Online, and who is signed in to one."""

from ._runtime.place import Tenant
from ._runtime.principal import License, Principal
from ._runtime.tenant import TenantState, TenantStatus

__all__ = ["License", "Principal", "Tenant", "TenantState", "TenantStatus"]
