using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;

namespace OrderLedger.Benchmarks.Load;

/// <summary>Status 0: the connection was refused or lost. <c>Version</c>: the order's, from the ETag; 0 where there is none.</summary>
internal readonly record struct HttpAnswer(int Status, int Version = 0);

/// <summary>
/// One keep-alive HTTP/1.1 connection on a bare socket, one request at a time. It knows just what this server answers with:
/// a status line and a Content-Length. HttpClient would cost as much as the server does.
/// </summary>
internal sealed class HttpLine(Target target) : IDisposable
{
    private static readonly HttpAnswer Lost = new(0);

    // The store's key opens our own routes to every dialect.
    private readonly string head = $" HTTP/1.1\r\nHost: localhost\r\nx-api-key: {target.Account.Key}\r\n";
    private readonly byte[] request = new byte[8 * 1_024];
    private readonly byte[] answer = new byte[32 * 1_024];
    private Socket? socket;

    public ValueTask<HttpAnswer> Push(long order, string status, CancellationToken stop) =>
        Send(target.Dialect.Write(request, target.Account, target.Dialect.IdOf(order), status), stop);

    public ValueTask<HttpAnswer> Register(long order, DateTimeOffset created, CancellationToken stop)
    {
        var body = Encoding.UTF8.GetBytes(target.Dialect.Order(order, created));
        Utf8.TryWrite(request,
            $"POST {target.Dialect.Intake}{head}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body.AsSpan()}",
            out var length);
        return Send(length, stop);
    }

    public ValueTask<HttpAnswer> Get(long order, CancellationToken stop)
    {
        Utf8.TryWrite(request, $"GET /api/orders/{target.Dialect.IdOf(order)}{head}\r\n", out var length);
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
        return Utf8Parser.TryParse(text[9..], out int status, out _) ? new(status, VersionIn(text)) : Lose();
    }

    private static int VersionIn(ReadOnlySpan<byte> text)
    {
        var tag = text.IndexOf("\r\nETag: \""u8);
        return tag >= 0 && Utf8Parser.TryParse(text[(tag + 9)..], out int version, out _) ? version : 0;
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
