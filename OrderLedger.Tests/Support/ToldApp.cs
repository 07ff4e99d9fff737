using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Support;

/// <summary>A server on a socket that may tell receivers on this machine. What fails is tried again much later.</summary>
public class ToldApp : SocketApp
{
    public ToldApp()
    {
        Extra["OrderLedger:Webhooks:AllowPrivateAddresses"] = "true";
        Extra["OrderLedger:Webhooks:RetrySeconds"] = "600,600";
    }

    /// <summary>Subscribes an address; the id.</summary>
    public async Task<string> Subscribe(string url, string name, string key = Key)
    {
        using var made = await Send(HttpMethod.Post, "/api/webhook-subscriptions", $$"""{"url":"{{url}}","description":"{{name}}"}""", key);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (string)(await made.Json())["id"]!;
    }

    public async Task<JsonNode> Subscription(string id) => await Get($"/api/webhook-subscriptions/{id}");

    public async Task End(string id) => (await Send(HttpMethod.Delete, $"/api/webhook-subscriptions/{id}")).Dispose();

    /// <summary>Until so many messages of a subscription are in this state.</summary>
    public Task Has(string id, string state, int count) => Condition.Holds(
        async () => await this.Ask<long>($"select count(*) from ledger.ol_delivery where subscription = '{id}' and state = '{state}'") == count,
        TimeSpan.FromSeconds(30), () => $"There are not {count} messages {state}.");

    /// <summary>Until each message of a subscription was tried and failed.</summary>
    public Task HasFailed(string id) => Condition.Holds(
        async () => await this.Ask<bool>($"select count(*) > 0 and count(*) = count(answer) from ledger.ol_delivery where subscription = '{id}'"),
        TimeSpan.FromSeconds(30), () => "There are messages that were not tried.");

    /// <summary>Changes what is kept of a subscription, as time or the server would.</summary>
    public Task Becomes(string id, string table, string change) => Sql.Execute(
        $"update ledger.{table} set {change} where {(table == "ol_delivery" ? "subscription" : "id")} = '{id}'", CancellationToken.None);

    /// <summary>The value of a hidden field of a page.</summary>
    public static string Hidden(string page, string name) => Regex.Match(page, $"name=\"{name}\" value=\"([^\"]+)\"").Groups[1].Value;

    /// <summary>The place where the following page of a log begins.</summary>
    public static string Next(string page) => Regex.Match(page, "rel=\"next\" href=\"[^\"]*before=([0-9]+)").Groups[1].Value;
}
