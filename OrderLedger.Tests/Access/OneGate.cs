using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Access;

/// <summary>A key the server has not heard of yet: looked for at once, and cheaply.</summary>
public class OneGate(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task A_new_key_works_from_its_first_use_even_right_after_a_wrong_one()
    {
        var store = new Store("default", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await Read($"a-wrong-key-of-round-{i}");
            var key = $"a-new-key-of-round-{i}";
            await app.Services.GetRequiredService<KeyTable>().Add(
                Keys.ToStore(key, store, key, Scope.All, app.Secrets), Talk.Tester, CancellationToken.None);

            using var first = await Read(key);

            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            first.StatusCode.ShouldBe(HttpStatusCode.OK, $"round {i}");
        }
    }

    [Fact]
    public async Task A_flood_of_wrong_keys_keeps_nobody_out()
    {
        var flood = Enumerable.Range(0, 200).Select(i => Read($"a-wrong-key-of-the-flood-{i}")).ToList();
        using var known = await Read(LedgerApp.Key);

        known.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Task.WhenAll(flood)).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Unauthorized);
    }

    private Task<HttpResponseMessage> Read(string key) => app.Send(HttpMethod.Get, "/api/kpis", key: key);
}
