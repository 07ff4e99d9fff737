using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using JasperFx;
using Marten;
using Wolverine.Http;

namespace Plain;

public sealed record StatusPush([property: JsonPropertyName("order_status")] string? OrderStatus);

public sealed record ReportedOrder(long Id, string? Number, string Status, string? Total, string? Currency);

/// <summary>The one key that is let in.</summary>
public sealed class ApiKey(string key)
{
    private readonly byte[] hash = Hash(key);

    public bool IsIn(HttpRequest request) => CryptographicOperations.FixedTimeEquals(hash, Hash(request.Headers["x-api-key"].ToString()));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

public static class PushStatusEndpoint
{
    [WolverinePatch("/api/orders/{id}/status")]
    public static async Task<IResult> Patch(string id, StatusPush push, ApiKey key, IDocumentStore store, HttpContext http)
    {
        if (!key.IsIn(http.Request))
            return Answers.Error(401, "Unauthorized");
        if (push.OrderStatus is not { } status || !Order.Statuses.Contains(status))
            return Answers.Error(400, $"Allowed: {string.Join(", ", Order.Statuses)}");
        await using var session = store.LightweightSession();
        var stream = await session.Events.FetchForWriting<Order>(id, http.RequestAborted);
        if (stream.Aggregate is not { } order)
            return Answers.Error(404, "Order not found");
        var (version, before) = (stream.CurrentVersion ?? 0, order.Status);
        if (before != status)
        {
            stream.AppendOne(new StatusChanged(before, status));
            version++;
            try
            {
                await session.SaveChangesAsync(http.RequestAborted);
            }
            catch (ConcurrencyException)
            {
                return Answers.Error(409, "Somebody else changed the order");
            }
        }
        http.Response.Headers.ETag = $"\"{version}\"";
        return Answers.Json(200, new { success = true, order_status = status, version });
    }
}

public static class RegisterOrderEndpoint
{
    [WolverinePost("/api/webhooks/order")]
    public static async Task<IResult> Post(ReportedOrder reported, ApiKey key, IDocumentStore store, HttpContext http)
    {
        if (!key.IsIn(http.Request))
            return Answers.Error(401, "Unauthorized");
        await using var session = store.LightweightSession();
        session.Events.StartStream<Order>($"{reported.Id}",
            new OrderRegistered(reported.Number ?? $"{reported.Id}", reported.Status, reported.Total, reported.Currency));
        await session.SaveChangesAsync(http.RequestAborted);
        http.Response.Headers.ETag = "\"1\"";
        return Answers.Json(201, new { success = true });
    }
}

internal static class Answers
{
    public static IResult Json(int status, object body) => Results.Text(JsonSerializer.Serialize(body), "application/json", statusCode: status);

    public static IResult Error(int status, string error) => Json(status, new { error });
}
