namespace OrderLedger.Tests.Ledger;

public class PlantedDifferences : IAsyncLifetime
{
    private readonly HandmadeLedger ledger = new();

    public async Task InitializeAsync()
    {
        await ledger.InitializeAsync();
        var details = new global::OrderLedger.Domain.Details(System.Text.Json.JsonDocument.Parse("""{ "customer": { "name": "Ada" } }""").RootElement);
        await ledger.Write(ledger.Register("1", details: details), ledger.Register("2"), ledger.Push("1", "processing"));
    }

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Are_not_there_unless_planted() => (await ledger.Faults()).ShouldBeEmpty();

    [Theory]
    [InlineData("update ledger.mt_doc_order set data = jsonb_set(data, '{status}', '\"failed\"') where id = '1'",
        "shop/1: order view, status is \"failed\", should be \"processing\"")]
    [InlineData("update ledger.mt_doc_order set data = data - 'total' where id = '1'",
        "shop/1: order view, total is absent, should be \"12.5\"")]
    [InlineData("update ledger.mt_doc_order set data = data || '{\"more\":1}' where id = '1'",
        "shop/1: order view, more is 1, should be absent")]
    [InlineData("delete from ledger.mt_doc_order where id = '1'", "shop/1: order view is absent, should be there")]
    [InlineData("delete from ledger.mt_doc_order_details where id = '1'", "shop/1: details view is absent, should be there")]
    [InlineData("update ledger.mt_doc_order_details set data = '{\"details\":{}}' where id = '1'",
        "shop/1: details view, details is {}, should be {\"customer\": {\"name\": \"Ada\"}}")]
    [InlineData("update ledger.mt_doc_order set status = 'failed' where id = '1'",
        "shop/1: order view, column status is failed, should be processing")]
    [InlineData("update ledger.mt_doc_order set mt_version = 9 where id = '1'", "shop/1: order view, column mt_version is 9, should be 2")]
    [InlineData("update ledger.mt_doc_order_details set customer_name = null where id = '1'",
        "shop/1: details view, column customer_name is absent, should be Ada")]
    [InlineData("update ledger.mt_doc_order_details set search = search || 'eve'::tsvector where id = '2'",
        "shop/2: details view, column search is '1' '2' 'eve', should be '1' '2'")]
    [InlineData("update ledger.mt_doc_order_details set mt_version = 2 where id = '1'",
        "shop/1: details view, column mt_version is 2, should be 1")]
    [InlineData("update ledger.ol_entry set actor = 'nobody' where version = 2",
        "shop/1: entry of v2, column actor is nobody, should be test")]
    [InlineData("update ledger.ol_entry set held = held + interval '1 day' where version = 2", "shop/1: entry of v2, column held is 1 day")]
    [InlineData("update ledger.ol_entry set cycle = interval '1 hour' where version = 2",
        "shop/1: entry of v2, column cycle is 01:00:00, should be absent")]
    [InlineData("update ledger.ol_entry set order_id = '2' where order_id = '1' and version = 2",
        "shop/1: entry of v2, column order_id is 2, should be 1")]
    [InlineData("update ledger.mt_events set timestamp = timestamp - interval '1 day' where seq_id = 2", "shop/2: time of seq 2 is ")]
    [InlineData("update ledger.mt_events set seq_id = 90 where seq_id = 3",
        "shop/1: seq of v2 is 90, should be up to 3, where the sequence stands")]
    [InlineData("delete from ledger.ol_entry where order_id = '2'", "shop/2: entry of v1 is absent, should be there")]
    [InlineData("update ledger.ol_entry set version = 9 where order_id = '2'", "shop/2: entry of v1, column version is 9, should be 1")]
    [InlineData("update ledger.mt_streams set version = 7 where id = '1'", "shop/1: mt_streams.version is 7, should be 2")]
    [InlineData("delete from ledger.mt_events where stream_id = '1' and version = 1", "shop/1: version is 2, should be 1")]
    [InlineData("update ledger.mt_events set type = 'order_teleported' where stream_id = '2'",
        "shop/2: event v1 is 'shop/2 v1 is a 'order_teleported', a type that this build does not know.', should be one that can follow")]
    [InlineData("update ledger.mt_events set data = 'null' where stream_id = '2'",
        "shop/2: event v1 is 'A OrderRegistered without data.', should be one that can follow")]
    [InlineData("update ledger.mt_events set data = (select data"
        + " from ledger.mt_events where version = 1 limit 1), type = 'order_registered' where version = 2",
        "shop/1: event v2 is 'shop/1 v2: OrderRegistered cannot follow.', should be one that can follow")]
    [InlineData("delete from ledger.ol_store", "shop/1: store is absent from ol_store, should be there")]
    [InlineData("insert into ledger.mt_streams (tenant_id, id) values ('shop', 'ghost')",
        "shop/ghost: stream is there, should be absent: no event speaks of it")]
    [InlineData("insert into ledger.mt_doc_order (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type, number, status, phase, payment_status, source, created_at, status_since, deleted) select tenant_id, 'ghost', data, now(), 1, null, number, status, phase, null"
        + ", source, now(), now(), false from ledger.mt_doc_order where id = '1'",
        "shop/ghost: order view is there, should be absent: no event speaks of it")]
    [InlineData("insert into ledger.mt_doc_order_details (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type, customer_name, customer_email, search) select tenant_id, 'ghost', data, now(), 1, null, null, null, search"
        + " from ledger.mt_doc_order_details where id = '1'",
        "shop/ghost: details view is there, should be absent: no event speaks of it")]
    [InlineData("update ledger.ol_entry set seq_id = 99 where order_id = '2'",
        "shop/2: entry 99 is there, should be absent: no event speaks of it")]
    public async Task Are_named(string plant, string named)
    {
        await ledger.Execute(plant);
        (await ledger.Faults()).ShouldContain(f => f.StartsWith(named, StringComparison.Ordinal), string.Join('\n', await ledger.Faults()));
    }

    [Fact]
    public async Task In_a_source_are_named_with_both_sums()
    {
        await ledger.Execute("update ledger.ol_kpi_source set changes = changes + 1");
        (await ledger.Faults()).ShouldHaveSingleItem().ShouldMatch(
            @"shop: source \d{4}-\d\d-\d\d \w+ is 2 registered, 2 changes, .+, should be 2 registered, 1 changes, ");
    }

    [Fact]
    public async Task In_another_store_or_before_the_time_asked_for_are_not_looked_for()
    {
        await ledger.Execute("update ledger.mt_doc_order set status = 'failed' where id = '2'");
        var stores = new Dictionary<string, global::OrderLedger.Domain.Store> { [ledger.Store.Name] = ledger.Store };
        var since = (await ledger.Sql.Query(r => r.GetFieldValue<DateTimeOffset>(0),
            "select max(timestamp) + interval '1 us' from ledger.mt_events", CancellationToken.None))[0];

        (await Look(new("elsewhere"))).ShouldBeEmpty();
        (await Look(new(Since: since))).ShouldBeEmpty();
        (await Look(new(ledger.Store.Name))).ShouldHaveSingleItem().Projection.ShouldBe("orders");
        (await Look(new(Since: since.AddDays(-1)))).ShouldHaveSingleItem().OrderId.ShouldBe("2");

        async Task<IReadOnlyList<Fault>> Look(VerifyScope scope) =>
            (await new Verify(ledger.Sql).Run(scope, stores, null, CancellationToken.None)).Faults;
    }

    [Fact]
    public async Task In_a_sum_are_named_with_both_sums()
    {
        await ledger.Execute("update ledger.ol_kpi set orders = orders + 1 where status = 'processing'");
        (await ledger.Faults()).ShouldHaveSingleItem().ShouldMatch(
            @"shop: kpi \d{4}-\d\d-\d\d USD processing \(in_progress\) is 2 orders, 12.5 gross, 0 refunded, "
            + "should be 1 orders, 12.5 gross, 0 refunded");
    }
}
