"""One call of the service through a client that was generated from its description: typed_call.py URL

The generated package `catchment_client` is found on PYTHONPATH.
"""

import importlib
import pkgutil
import sys

import catchment_client
from catchment_client import api


def operation(name):
    """The module of an operation, whatever group it stands in."""
    for module in pkgutil.walk_packages(api.__path__, api.__name__ + "."):
        if module.name.rsplit(".", 1)[-1] == name:
            return importlib.import_module(module.name)
    raise SystemExit(f"the generated client has no operation {name}")


def main(url):
    client = catchment_client.Client(base_url=url, raise_on_unexpected_status=True)
    answer = operation("rankings").sync(client=client, k=3, top=5)
    kind = type(answer)
    if not kind.__module__.startswith("catchment_client.models.") or not hasattr(answer, "items"):
        raise SystemExit(f"rankings answered with {answer!r}")
    ranks = [item.rank for item in answer.items]
    if ranks != [1, 2, 3, 4, 5]:
        raise SystemExit(f"five neighborhoods were asked for; their ranks: {ranks}")
    for item in answer.items:
        if not (isinstance(item.name, str) and isinstance(item.count, int)):
            raise SystemExit(f"not typed: {item!r}")
    print(f"{kind.__name__}: first of {len(answer.items)} is {answer.items[0].name} with {answer.items[0].count}")


if __name__ == "__main__":
    main(sys.argv[1])
