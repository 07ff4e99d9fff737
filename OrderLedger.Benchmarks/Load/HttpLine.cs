using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text.Unicode;

namespace OrderLedger.Benchmarks.Load;

/// <summary>Status 0: the connection was refused or lost. <c>Changed</c>: the answer says that the push changed the order.</summary>
internal readonly record struct HttpAnswer(int Status, bool Changed = false);

/// <summary>
/// One keep-alive HTTP/1.1 connection on a bare socket, one request at a time. It knows just what this server answers with:
/// a status line and a Content-Length. HttpClient would cost as much as the server does.
/// </summary>
internal sealed class HttpLine(Target target) : IDisposable
{
    private static readonly HttpAnswer Lost = new(0);

    private const string JsonOf = "\r\nContent-Type: application/json\r\nContent-Length: ";

    private readonly string head = $"\r\nHost: localhost\r\nx-api-key: {target.Key}";
    private readonly byte[] request = new byte[2_048];
    private readonly byte[] answer = new byte[32 * 1_024];
    private Socket? socket;

    public ValueTask<HttpAnswer> Patch(long orderId, string status, CancellationToken stop)
    {
        Utf8.TryWrite(request,
            $"PATCH /api/orders/{orderId}/status HTTP/1.1{head}{JsonOf}{status.Length + 19}\r\n\r\n{{\"order_status\":\"{status}\"}}",
            out var length);
        return Send(length, stop);
    }

    public ValueTask<HttpAnswer> Register(long orderId, DateTimeOffset created, CancellationToken stop)
    {
        var body = $$"""{"id":{{orderId}},"total":"149.90","date_created_gmt":"{{created:yyyy-MM-ddTHH:mm:ss}}"}""";
        Utf8.TryWrite(request, $"POST /api/webhooks/order HTTP/1.1{head}{JsonOf}{body.Length}\r\n\r\n{body}", out var length);
        return Send(length, stop);
    }

    public ValueTask<HttpAnswer> Get(long orderId, CancellationToken stop)
    {
        Utf8.TryWrite(request, $"GET /api/orders/{orderId} HTTP/1.1{head}\r\n\r\n", out var length);
        return Send(length, stop);
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }

    private async ValueTask<HttpAnswer> Send(int length, CancellationToken stop)
    {
        try
        {
            socket ??= await Connect(target.Address, stop);
            await socket.SendAsync(request.AsMemory(0, length), stop);
            return await Receive(socket, stop);
        }
        catch (SocketException)
        {
            return Lose();
        }
    }

    private async ValueTask<HttpAnswer> Receive(Socket from, CancellationToken stop)
    {
        var (received, end) = (0, -1);
        while (end < 0 || received < end)
        {
            // Of a body beyond the buffer only the length matters; a head beyond it is none of this server's.
            var room = received < answer.Length ? answer.AsMemory(received) : answer.AsMemory(answer.Length / 2);
            var count = end < 0 && received >= answer.Length ? 0 : await from.ReceiveAsync(room, stop);
            if (count == 0)
                return Lose();
            received += count;
            if (end < 0)
                end = EndOf(answer.AsSpan(0, Math.Min(received, answer.Length)));
        }
        var text = answer.AsSpan(0, Math.Min(received, answer.Length));
        return Utf8Parser.TryParse(text[9..], out int status, out _) ? new(status, text.IndexOf("\"changed\":true"u8) >= 0) : Lose();
    }

    // Where the answer ends, or -1 while its head is not complete.
    private static int EndOf(ReadOnlySpan<byte> text)
    {
        var head = text.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return -1;
        var name = text[..head].IndexOf("\r\nContent-Length: "u8);
        return head + 4 + (name >= 0 && Utf8Parser.TryParse(text[(name + 18)..], out int length, out _) ? length : 0);
    }

    private HttpAnswer Lose()
    {
        Dispose();
        return Lost;
    }

    private static async Task<Socket> Connect(EndPoint address, CancellationToken stop)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
