using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrderLedger.Faults.Machines;

/// <summary>A message as it arrived.</summary>
public sealed record Arrived(string Id, string Timestamp, string Signature, string Body)
{
    public JsonNode Data => JsonNode.Parse(Body)!["data"]!;
}

/// <summary>Receives webhooks on a real socket, and answers as a test wants it.</summary>
public sealed class Receiver : IAsyncDisposable
{
    /// <summary>Stands for no answer at all: the connection breaks.</summary>
    public const int Reset = 0;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication app;
    private readonly ConcurrentQueue<Arrived> arrived = new();

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>The messages that were answered with success, in the order they came.</summary>
    public IReadOnlyList<Arrived> Taken => [.. arrived];

    /// <summary>Gives the status for a message; 200 unless set.</summary>
    public Func<Arrived, Task<int>> Answers { get; set; } = _ => Task.FromResult(StatusCodes.Status200OK);

    public string Url => app.Urls.Single() + "/hooks";

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.MapPost("/hooks", receiver.Take);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Returns when it has taken so many.</summary>
    public Task Has(int count) => Condition.Holds(() => Taken.Count >= count, Patience,
        () => $"{Taken.Count} of {count} came: {string.Join('\n', Taken.Select(m => m.Body))}");

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> Take(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var message = new Arrived(request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString(),
            request.Headers["webhook-signature"].ToString(), await reader.ReadToEndAsync());
        var status = await Answers(message);
        if (status == Reset)
        {
            request.HttpContext.Abort();
            return Results.Empty;
        }
        if (status is >= 200 and < 300)
            arrived.Enqueue(message);
        return Results.Text(string.Create(CultureInfo.InvariantCulture, $"answered {status}"), statusCode: status);
    }
}
