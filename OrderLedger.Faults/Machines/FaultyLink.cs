using System.Collections.Concurrent;
using System.Net.Sockets;

namespace OrderLedger.Faults.Machines;

/// <summary>How a line between a client and the server fails.</summary>
internal enum LinkFault
{
    None,

    /// <summary>The request does not arrive: the connection is reset instead.</summary>
    LosesRequests,

    /// <summary>The request arrives, and the connection is reset instead of the answer.</summary>
    LosesAnswers,

    /// <summary>Only the first half of a request arrives; then the connection is reset.</summary>
    CutsRequests,

    /// <summary>Each piece is up to 200 ms late.</summary>
    Delays,

    /// <summary>Nothing passes any more, and nobody is told.</summary>
    IsHalfOpen,
}

/// <summary>A TCP proxy before the server that fails as it is told.</summary>
internal sealed class FaultyLink : IAsyncDisposable
{
    private const int DelayMaxMs = 200;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> joined = new();
    private readonly int server;
    private readonly Task accepting;

    public FaultyLink(Uri server)
    {
        this.server = server.Port;
        listener.Start();
        accepting = Accept();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>How it fails from now on.</summary>
    public LinkFault Fault { get; set; }

    /// <summary>Resets every connection, those that stand still, too.</summary>
    public void DropAll()
    {
        foreach (var (client, upstream) in joined)
            Drop(client, upstream);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        DropAll();
        await accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Join(await listener.AcceptSocketAsync());
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    private async Task Join(Socket client)
    {
        using var upstream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        joined[client] = upstream;
        try
        {
            await upstream.ConnectAsync(IPAddress.Loopback, server);
            await Task.WhenAny(Pump(client, upstream, isRequest: true), Pump(upstream, client, isRequest: false));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The server is away, so the client is let go.
        }
        finally
        {
            joined.TryRemove(client, out _);
            Drop(client, upstream);
        }
    }

    private async Task Pump(Socket from, Socket to, bool isRequest)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory()) is > 0 and var count)
            {
                var passing = await Passing(count, isRequest);
                for (var sent = 0; sent < passing;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, passing - sent));
                if (passing < count)
                    return;
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One end has closed; the other is closed with it.
        }
    }

    // How many of the bytes pass.
    private async Task<int> Passing(int count, bool isRequest)
    {
        switch (Fault)
        {
            case LinkFault.LosesRequests when isRequest:
            case LinkFault.LosesAnswers when !isRequest:
                return 0;
            case LinkFault.CutsRequests when isRequest:
                return count / 2;
            case LinkFault.Delays:
                await Task.Delay(Random.Shared.Next(DelayMaxMs));
                return count;
            case LinkFault.IsHalfOpen:
                // Until the connection is dropped from outside.
                while (Fault == LinkFault.IsHalfOpen)
                    await Task.Delay(DelayMaxMs);
                return 0;
            default:
                return count;
        }
    }

    private static void Drop(Socket client, Socket upstream)
    {
        // A reset, as a network gives it, not an orderly end.
        foreach (var socket in (Socket[])[client, upstream])
        {
            if (socket.SafeHandle.IsClosed)
                continue;
            socket.LingerState = new(enable: true, seconds: 0);
            socket.Dispose();
        }
    }
}
