using Npgsql;

namespace OrderLedger.Tests.Cli;

public class RecordedVerbs(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Say_what_was_done_by_whom_and_no_secret()
    {
        await line.Run("stores add shop --dialect woocommerce --webhook-secret a-secret-of-the-webhook");
        await line.Run("stores add shop --dialect vici");
        await line.Run("stores set shop --policy strict --rate-limit 60 --phase packed=in_progress");
        await line.Run("stores set shop --policy strict");
        await line.Run("stores set shop --webhook-secret another-secret");
        var added = await line.Run("keys add --store shop --name make --scope push,read");
        var key = added.Out.Split(' ')[1];
        await line.Run($"keys revoke {key}");
        await line.Run($"keys revoke {key}");
        await line.Run("rebuild kpi");
        await line.Run("rebuild --cancel");

        var rebuild = await One("select id::text from ledger.ol_rebuild");
        (await Actions()).ShouldBe(
        [
            """shop 1 store_made {"domain": "shop", "policy": "permissive", "company": "shop", "dialect": "woocommerce", "currency": "USD", "timeZone": "UTC", "limitHours": "on-hold=168,pending=24,processing=72", "webhookSecret": "set"}""",
            """shop 2 store_changed {"phases.to": "packed=in_progress", "policy.to": "strict", "policy.from": "permissive", "ratePerMinute.to": "60"}""",
            """shop 3 store_changed {"webhookSecret": "changed"}""",
            $$"""shop 4 key_made {"id": "{{key}}", "name": "make", "scopes": "push,read"}""",
            $$"""shop 5 key_revoked {"id": "{{key}}", "name": "make", "scopes": "push,read"}""",
            $$"""* 1 rebuild_asked {"id": "{{rebuild}}", "projections": "kpi"}""",
        ]);
        (await One("select string_agg(distinct actor || ' ' || source, ',') from ledger.ol_action"))
            .ShouldBe($"{Environment.UserName} cli");
        (await One("select string_agg(a::text, ' ') from ledger.ol_action a")).ShouldNotContain("secret-", Case.Insensitive);
        (await One("select string_agg(a::text, ' ') from ledger.ol_action a")).ShouldNotContain(added.Out.TrimEnd().Split('\n')[^1]);
        (await One("select string_agg(place::text, ',' order by seq_id) from ledger.ol_leaf")).ShouldBe("0,1,2,3,4,5");
    }

    private async Task<List<string>> Actions()
    {
        await using var source = NpgsqlDataSource.Create(line.ConnectionString);
        return await source.Query(r => r.GetString(0), """
            select concat_ws(' ', store, version, type, data) from ledger.ol_action order by seq_id
            """, default);
    }

    private async Task<string> One(string sql)
    {
        await using var source = NpgsqlDataSource.Create(line.ConnectionString);
        return (await source.Query(r => r.GetString(0), sql, default))[0];
    }
}
