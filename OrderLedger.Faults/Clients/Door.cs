using System.Globalization;
using System.Text;

namespace OrderLedger.Faults.Clients;

/// <summary>How a try ended.</summary>
internal enum Heard { Acknowledged, Refused, Nothing, Wrong }

/// <summary>Counts and complaints of all clients of a run.</summary>
internal sealed class Counts
{
    private int acknowledged;
    private int refused;
    private int unanswered;

    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Tries answered with 503 and when to come again.</summary>
    public int Refused => Volatile.Read(ref refused);

    /// <summary>Tries without an answer.</summary>
    public int Unanswered => Volatile.Read(ref unanswered);

    /// <summary>Answers that no fault excuses.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Wrong { get; } = new();

    public void Add(Heard heard)
    {
        if (heard == Heard.Acknowledged)
            Interlocked.Increment(ref acknowledged);
        else if (heard == Heard.Refused)
            Interlocked.Increment(ref refused);
        else if (heard == Heard.Nothing)
            Interlocked.Increment(ref unanswered);
    }
}

/// <summary>One way to one server. Writes down each call before and after it.</summary>
internal sealed class Door(HttpClient client, Counts counts) : IDisposable
{
    /// <summary>Tries once.</summary>
    public async Task<Heard> Try(SentPush push, Diary diary, CancellationToken leave)
    {
        diary.Begins(push);
        var heard = await Ask(push, diary, leave);
        counts.Add(heard);
        return heard;
    }

    /// <summary>A read after an answer must show what the answer said.</summary>
    public async Task ReadsAtLeast(SentPush push, CancellationToken leave)
    {
        try
        {
            using var response = await client.GetAsync($"/api/orders/{push.Order}", leave);
            if (!response.IsSuccessStatusCode)
            {
                if (!IsNotNow(response))
                    counts.Wrong.Enqueue($"reading {push.Order}: {await Said(response)}");
                return;
            }
            var version = (long)JsonNode.Parse(await response.Content.ReadAsStringAsync(leave))!["version"]!;
            if (version < push.Version)
                counts.Wrong.Enqueue($"{push.Key} was acknowledged as version {push.Version}, and a later read shows {version}");
        }
        catch (Exception gone) when (IsGone(gone))
        {
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<Heard> Ask(SentPush push, Diary diary, CancellationToken leave)
    {
        try
        {
            using var request = Request(push);
            using var response = await client.SendAsync(request, leave);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(leave))!;
                var version = (long)answer["version"]!;
                diary.Acknowledged(push, version, (string)answer["outcome"]!);
                push.Version = version;
                return Heard.Acknowledged;
            }
            diary.WasRefused(push, (int)response.StatusCode);
            if (IsNotNow(response))
                return Heard.Refused;
            counts.Wrong.Enqueue($"{push.Key}: {await Said(response)}");
            return Heard.Wrong;
        }
        catch (Exception gone) when (IsGone(gone))
        {
            diary.HeardNothing(push);
            return Heard.Nothing;
        }
    }

    private static HttpRequestMessage Request(SentPush push)
    {
        var body = new JsonObject { ["order_status"] = push.Status };
        if (push.OccurredAt is { } time)
            body["occurred_at"] = time.ToString("o", CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/orders/{push.Order}/status")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", push.Key);
        request.Headers.Add("X-Request-Id", push.Key);
        return request;
    }

    private static bool IsNotNow(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null;

    // The connection was cut, the process does not listen, or the client's patience is over.
    private static bool IsGone(Exception e) => e is HttpRequestException or OperationCanceledException or IOException;

    private static async Task<string> Said(HttpResponseMessage response) =>
        $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
}
