using System.Text.Json;

namespace OrderLedger.Tests.Ledger.Reports;

/// <summary>The views of schema report show orders, changes and sums.</summary>
public sealed class ReportViews : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HandmadeLedger ledger = new();

    public Task InitializeAsync() => ledger.InitializeAsync();

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Count_an_order_as_sold_exactly_where_the_domain_does()
    {
        var statuses = Vocabularies.Names.SelectMany(name => Vocabularies.Of(name).Statuses).Append("packed").Distinct().ToList();
        var cells = statuses.SelectMany(s => Enum.GetValues<Phase>(), (s, p) => new KpiCell("shop", new(2026, 3, 1), "USD", s, p)).ToList();
        await ledger.Write(ledger.Register("1"));
        foreach (var cell in cells)
            await ledger.Execute($"""
                insert into ledger.ol_kpi (store, day, currency, status, phase, orders, gross, refunded)
                values ('shop', '2026-03-01', 'USD', '{cell.Status}', '{cell.Phase.Word()}', 2, 30.5, 10);
                insert into ledger.mt_doc_order (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type, number, status, phase,
                                                 payment_status, source, created_at, status_since, deleted)
                select tenant_id, '{cell.Status}/{cell.Phase.Word()}', data || '{"{"}"total":"30.5","refunded":"10"{"}"}', now(), 1, null, number,
                       '{cell.Status}', '{cell.Phase.Word()}', null, source, created_at, now(), false from ledger.mt_doc_order where id = '1'
                """);
        var expected = cells.Select(c => $"{c.Status}/{c.Phase.Word()} {c.IsCounted} {(c.IsCounted ? 20.5m : 0m)}")
            .Order(StringComparer.Ordinal);
        expected.Count(e => e.Contains("True", StringComparison.Ordinal)).ShouldBeGreaterThan(50);

        (await Rows("""
            select status || '/' || phase || ' ' || initcap(counted::text) || ' ' || trim_scale(revenue) from report.report_kpi_daily
             where day = '2026-03-01' order by status || '/' || phase collate "C"
            """)).ShouldBe(expected);
        (await Rows("""
            select status || '/' || phase || ' ' || initcap(counted::text) || ' ' || trim_scale(revenue) from report.report_orders
             where order_id <> '1' order by order_id collate "C"
            """)).ShouldBe(expected);
    }

    [Fact]
    public async Task Agree_with_each_other_on_every_sum()
    {
        await ledger.Write(
            ledger.Register("1"), ledger.Register("2"), ledger.Register("3"), ledger.Register("4"), ledger.Register("5"),
            ledger.Ask("6", new RegisterOrder(new("processing", "processing")) { Number = "6", Currency = "EUR", CreatedAt = Noon }),
            ledger.Ask("7", new RegisterOrder(new("completed", "completed"))
            {
                Number = "7",
                Total = 40m,
                Refunded = 2.5m,
                CreatedAt = Noon
            }),
            ledger.Push("1", "completed"), ledger.Push("1", "refunded"), ledger.Push("2", "cancelled"), ledger.Push("2", "processing"),
            ledger.Push("3", "failed"), ledger.Push("4", "draft"), ledger.Push("5", "completed"),
            ledger.Ask("5", new DeleteOrder()));
        const string orders = """
            select store, (created_at at time zone 'utc')::date as day, currency, status, phase, counted, count(*) as orders,
                   sum(coalesce(total, 0)) as gross, sum(refunded) as refunded, sum(revenue) as revenue, count(*) filter (where ever_cancelled),
                   count(*) filter (where ever_failed), count(*) filter (where ever_refunded)
              from report.report_orders group by 1, 2, 3, 4, 5, 6
            """;

        (await ledger.Ask<long>("select sum(orders)::bigint from report.report_kpi_daily")).ShouldBe(6);
        (await ledger.Ask<long>($"select count(*) from ({orders} except table report.report_kpi_daily) as more")).ShouldBe(0);
        (await ledger.Ask<long>($"select count(*) from (table report.report_kpi_daily except {orders}) as more")).ShouldBe(0);
    }

    [Fact]
    public async Task Have_one_row_for_each_applied_change_and_none_for_anything_else()
    {
        await ledger.Write(
            ledger.Ask("1", new RegisterOrder(new("pending", "pending")) { Number = "1", OccurredAt = Noon }),
            At("processing", Noon.AddMinutes(2)), At("processing", Noon.AddMinutes(3)), At("on-hold", Noon.AddMinutes(1)),
            At("completed", Noon.AddHours(1)), ledger.Ask("1", new Push { Note = "note", PaymentStatus = "paid" }),
                ledger.Push("1", "pending"));

        (await Rows("""
            select concat_ws(' ', version, status_from, status_to, phase, changed_by, source, held_seconds, cycle_seconds, unusual)
              from report.report_status_changes where changed_at = occurred_at order by seq
            """)).ShouldBe(["2 pending processing in_progress tester test 120 f", "5 processing completed done tester test 3480 3600 f"]);
        (await Rows("""
            select concat_ws(' ', status_from, status_to, unusual) from report.report_status_changes
             where occurred_at is null and changed_at = recorded_at
            """)).ShouldBe(["completed pending t"]);
        (await Rows("select cycle_seconds || ' ' || (done_at - first_seen_at) from report.report_orders")).ShouldBe(["3600 01:00:00"]);
    }

    [Fact]
    public async Task Say_nothing_of_a_time_that_an_older_row_does_not_know()
    {
        await ledger.Write(ledger.Register("1"), ledger.Register("2"), ledger.Push("1", "completed"), ledger.Push("2", "completed"));
        await ledger.Execute("""
            update ledger.mt_doc_order set data = data - 'firstSeenAt' - 'doneAt' where id = '1';
            update ledger.mt_doc_order set data = data || '{"firstSeenAt":"0001-01-01T00:00:00+00:00"}' where id = '2'
            """);

        (await Rows("select concat_ws(' ', order_id, first_seen_at is null, cycle_seconds is null) from report.report_orders order by 1"))
            .ShouldBe(["1 t t", "2 t t"]);
    }

    [Fact]
    public async Task Tell_nothing_personal_of_a_customer()
    {
        var details = new Details(JsonDocument.Parse(
            """{ "customer": { "name": "SECRET", "email": "secret@example.com" }, "billing": { "address_1": "SECRET" } }""").RootElement);
        await ledger.Write(
            ledger.Register("1", details: details),
            ledger.Ask("1", new Push(new("cancelled", "cancelled")) { Reason = "SECRET", Note = "SECRET" }));

        foreach (var view in new[] { "report_orders", "report_status_changes", "report_kpi_daily" })
        {
            var told = await Rows($"select to_jsonb(told)::text from report.{view} as told");
            told.ShouldNotBeEmpty();
            told.ShouldAllBe(row => !row.Contains("secret", StringComparison.OrdinalIgnoreCase));
        }
    }

    private Api.Ledger.Writing.Submission At(string status, DateTimeOffset at) =>
        ledger.Ask("1", new Push(new(status, status)) { OccurredAt = at });

    private Task<List<string>> Rows(string sql) => ledger.Sql.Query(r => r.GetString(0), sql, CancellationToken.None);
}
