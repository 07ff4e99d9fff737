using System.Net;
using System.Net.Sockets;

namespace OrderLedger.Api.Webhooks;

/// <summary>The answer of a receiver, or why there was none.</summary>
/// <param name="Status">The HTTP status; null where no answer came.</param>
/// <param name="Body">The first 4 kB of the answer, or why there was none.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
public sealed record WebhookAnswer(int? Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>
    /// The state in which the delivery ends, whatever the status: <c>skipped</c>, or <c>given_up</c> where another attempt would get the
    /// same answer. Null where the status decides.
    /// </summary>
    public string? Ends { get; init; }

    /// <summary>410: the receiver wants no more messages.</summary>
    public bool IsGone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>
/// Posts to addresses that strangers gave. It follows no redirect, waits up to 15 seconds, reads the first 4 kB of an answer, and connects
/// to public addresses alone: the address is checked after the name was resolved, at each connection, so a name that changes its address
/// gets no further.
/// </summary>
public sealed class WebhookClient : IDisposable
{
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);

    private const int BodyMax = 4 << 10;

    private readonly HttpClient http;

    public WebhookClient(WebhookSettings settings)
        : this(settings.AllowPrivateAddresses ? _ => true : PublicAddress.Is, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="isAllowed">Whether an address may be connected to.</param>
    /// <param name="resolve">Finds the addresses of a name.</param>
    internal WebhookClient(Func<IPAddress, bool> isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve) =>
        http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = (context, stop) => Connect(context.DnsEndPoint, isAllowed, resolve, stop),
        })
        { Timeout = AnswerMax };

    public async Task<WebhookAnswer> Post(string url, string body, IEnumerable<(string Name, string Value)> headers, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.UserAgent.ParseAdd("OrderLedger");
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            var said = (int)response.StatusCode is >= 300 and < 400
                ? "A redirect is not followed. Give the address that it leads to."
                : await Head(response, stop);
            var wait = response.Headers.RetryAfter;
            return new((int)response.StatusCode, said, wait?.Delta ?? wait?.Date - DateTimeOffset.UtcNow);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, $"No answer within {AnswerMax.TotalSeconds:0} seconds.", null);
        }
        catch (HttpRequestException failed)
        {
            return new(null, failed.InnerException is AddressException forbidden ? forbidden.Message : failed.Message, null);
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<string> Head(HttpResponseMessage response, CancellationToken stop)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        var head = new byte[BodyMax];
        var length = await stream.ReadAtLeastAsync(head, BodyMax, throwOnEndOfStream: false, stop);
        // PostgreSQL takes no NUL in a text.
        return Encoding.UTF8.GetString(head, 0, length).Replace("\0", "", StringComparison.Ordinal);
    }

    // The addresses that were checked are those that are connected to: the name is not looked up again.
    private static async ValueTask<Stream> Connect(DnsEndPoint to, Func<IPAddress, bool> isAllowed,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken stop)
    {
        var found = await resolve(to.Host, stop);
        var allowed = found.Where(isAllowed).ToArray();
        if (allowed.Length == 0)
            throw new AddressException($"{to.Host} leads to {(found.Length == 0 ? "no address" : "an address that is not public")}. Nothing was sent.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressException(string message) : IOException(message);
}
