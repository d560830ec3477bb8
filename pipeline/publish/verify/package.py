"""The tables of a bundle, as other formats must hold them."""

from pipeline.publish.data_package import PackageTable
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.descriptor import DESCRIPTOR, read_descriptor


def tables_of(context: VerifyContext) -> list[PackageTable]:
    """All tables with their descriptions; none when any cannot be read, which other checks report."""
    try:
        resources = read_descriptor(context.text(DESCRIPTOR) or "")
    except ValueError:
        return []
    tables = [(resource, context.table(f"csv/{resource.path}")) for resource in resources]
    found = [PackageTable(resource, table) for resource, table in tables if table]
    whole = len(found) == len(tables) and all(each.reader.header == each.schema.header for each in found)
    return found if whole else []
