using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace OrderLedger.Tests.Ledger.Reports;

/// <summary>The role that serves, with exactly the grants of docs/operating.md.</summary>
public class ServingRole(Roles roles) : IClassFixture<Roles>
{
    private static readonly string[] Tables = ["mt_doc_order", "mt_doc_order_details", "ol_kpi", "ol_kpi_source", "ol_entry"];

    [Fact]
    public async Task Is_found_to_lack_nothing() =>
        (await Api.Ledger.Schema.ServingRole.Missing(roles.App, CancellationToken.None)).ShouldBeEmpty();

    [Fact]
    public async Task Serves_pushes_before_and_after_a_swap_that_it_makes_itself()
    {
        var folder = Directory.CreateTempSubdirectory("orderledger-role-").FullName;
        var made = new SocketApp();
        await using var app = made.With(host =>
        {
            host.UseSetting("ConnectionStrings:Ledger", roles.AppConnection);
            host.UseSetting("OrderLedger:DataDirectory", folder);
        });
        app.UseKestrel();
        app.StartServer();
        using var client = new HttpClient();
        client.BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        client.DefaultRequestHeaders.Add("x-api-key", LedgerApp.Key);

        (await Said(client.PostAsync("/api/webhooks/order", Json("""{ "id": 1, "status": "pending", "total": "12.5" }""")))).ShouldBe(HttpStatusCode.Created);
        (await Said(client.PatchAsync("/api/orders/1/status", Json("""{ "order_status": "processing" }""")))).ShouldBe(HttpStatusCode.OK);
        foreach (var table in Tables)
            await Roles.Run(roles.App,
                $"select ledger.ol_build_table('{table}'); insert into ledger.{table}__new select * from ledger.{table}; select ledger.ol_index_table('{table}')");
        await Roles.Run(roles.App, $"select ledger.ol_swap_tables(array['{string.Join("', '", Tables)}']::varchar[])");
        (await Said(client.PatchAsync("/api/orders/1/status", Json("""{ "order_status": "completed" }""")))).ShouldBe(HttpStatusCode.OK);
        (await Said(client.GetAsync("/api/orders/1"))).ShouldBe(HttpStatusCode.OK);
        (await Roles.Ask<string>(roles.Reader, "select status || ' ' || revenue from report.report_orders")).ShouldBe("completed 12.5");
        (await Roles.Refusal(roles.App, "select ledger.ol_erase('default', '1', 3)")).ShouldBeNull();
        foreach (var table in Tables)
            (await Roles.Ask<bool>(roles.App, $"select ledger.ol_drop_table('{table}', '__old')")).ShouldBeTrue();

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("insert into ledger.ol_kpi_source values ('s', '2026-03-01', 'x', 0, 0, 0, 0, now()) on conflict (store, day, source) do update set changes = 1")]
    [InlineData("insert into ledger.ol_duplicate values ('s', '2026-03-01', 'x', 0, now()) on conflict (store, day, source) do update set pushes = 1")]
    [InlineData("insert into ledger.ol_projection (name, version) values ('x', 1) on conflict (name) do update set version = 2")]
    [InlineData("""
        insert into ledger.ol_rebuild (id, projections, actor, state) values (gen_random_uuid(), '{kpi}', 'x', 'x');
        insert into ledger.ol_rebuild_part (rebuild, after, upto) select id, 0, 1 from ledger.ol_rebuild;
        update ledger.ol_rebuild_part set events = 1; delete from ledger.ol_rebuild_part; update ledger.ol_rebuild set ended_at = now()
        """)]
    public async Task Keeps_the_books_of_reports_and_rebuilds(string statement) =>
        (await Roles.Refusal(roles.App, statement)).ShouldBeNull();

    [Theory]
    [InlineData("update ledger.mt_events set version = 1")]
    [InlineData("delete from ledger.mt_events")]
    [InlineData("update ledger.ol_entry set actor = 'x'")]
    [InlineData("update ledger.ol_leaf set salt = null")]
    [InlineData("delete from ledger.ol_action")]
    [InlineData("select ledger.ol_not_personal('{}')")]
    [InlineData("delete from ledger.mt_doc_order")]
    [InlineData("drop table ledger.ol_kpi")]
    [InlineData("create table ledger.mine (one int)")]
    [InlineData("select ledger.ol_make_reports()")]
    [InlineData("select ledger.ol_rename_table('mt_events', 'mine')")]
    public async Task Changes_neither_events_nor_the_schema(string attempt) =>
        (await Roles.Refusal(roles.App, attempt)).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<HttpStatusCode> Said(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        return response.StatusCode;
    }
}
