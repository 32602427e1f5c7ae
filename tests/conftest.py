"""What the report of a test run says beyond passed and failed."""


def pytest_terminal_summary(terminalreporter):
    """The confusion table of the homework: how many mistakes of each exercise were named as themselves."""
    rows = {}
    for report in terminalreporter.stats.get("passed", []):
        found = dict(report.user_properties)
        if "mistakes" in found:
            rows[report.nodeid.split("[")[1].rstrip("]")] = found["mistakes"]
    if rows:
        terminalreporter.section("mistakes of the homework, each caught and named as itself")
        width = max(map(len, rows))
        for name, count in rows.items():
            terminalreporter.write_line(f"{name:{width}}  {count:3} of {count}")
        terminalreporter.write_line(f"{'all':{width}}  {sum(rows.values()):3}, no entry off the diagonal")
