namespace OrderLedger.Tests.Cli;

public class Replays(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Refused_pushes_are_carried_out_oldest_first_and_what_is_refused_again_stays_open()
    {
        await line.Run("stores add shop --dialect vici");
        await Keep("POST", "/api/orders", 400, """{ "id": 1, "status": "pending" }""", seconds: 1);
        await Keep("PATCH", "/api/orders/1/status", 404, """{ "order_status": "completed" }""", seconds: 2);
        await Keep("PATCH", "/api/orders/9/status", 404, """{ "order_status": "completed" }""", seconds: 3);

        var listed = await line.Run("replay --store shop --all --status 404 --path /1/ --dry-run");
        var replayed = await line.Run("replay --store shop --all");
        var again = await line.Run("replay --store shop --all --from 2026-01-01");
        var none = await line.Run("replay --store shop --all --to 2026-01-01");

        listed.ExitCode.ShouldBe(0, listed.Error);
        listed.Out.ShouldContain("PATCH /api/orders/1/status  404  open");
        listed.Out.ShouldEndWith("1 would be replayed.\n");
        replayed.ExitCode.ShouldBe(1, replayed.Error);
        replayed.Out.ShouldContain("POST /api/orders  201  replayed");
        replayed.Out.ShouldContain("PATCH /api/orders/1/status  200  replayed");
        replayed.Out.ShouldContain("PATCH /api/orders/9/status  404  open  Order not found");
        replayed.Out.ShouldEndWith("2 replayed, 1 refused again.\n");
        again.Out.ShouldEndWith("0 replayed, 1 refused again.\n");
        none.ExitCode.ShouldBe(0, none.Error);
        (await Ask("select string_agg(type || ' by ' || user_name, ', ' order by seq_id) from ledger.mt_events where tenant_id = 'shop'"))
            .ShouldBe("order_registered by replay, status_changed by replay");
        (await line.Run("verify")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task One_of_them_is_named_by_its_id()
    {
        await line.Run("stores add one --dialect vici");
        await Keep("POST", "/api/orders", 400, """{ "id": 1, "status": "pending" }""", seconds: 1, store: "one");
        var id = await Ask("select id::text from ledger.ol_rejected_push where store = 'one'");

        var replayed = await line.Run($"replay --store one --id {id}");
        var wrong = await line.Run("replay --store one --id 7");
        var nothing = await line.Run("replay --store one");
        var nowhere = await line.Run("replay --store nowhere --all");

        replayed.ExitCode.ShouldBe(0, replayed.Error);
        replayed.Out.ShouldContain($"{id}  ");
        wrong.ExitCode.ShouldBe(2);
        nothing.ExitCode.ShouldBe(2);
        nowhere.ExitCode.ShouldBe(2);
        nowhere.Error.ShouldContain("There is no store 'nowhere'");
    }

    private Task Keep(string method, string path, int status, string body, int seconds, string store = "shop") =>
        TestServer.Execute(line.ConnectionString,
            $$"""
              insert into ledger.ol_rejected_push (id, store, method, path, query, headers, body, status, reason, actor, request_id, received_at)
              values (gen_random_uuid(), '{{store}}', '{{method}}', '{{path}}', '', '{}', '{{body}}', {{status}}, 'refused', 'make', 'r',
                      now() - interval '1 hour' + interval '{{seconds}} seconds')
              """);

    private async Task<string> Ask(string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(line.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
