using System.Collections.Concurrent;
using System.Net.Sockets;

namespace OrderLedger.Faults.Machines;

/// <summary>Stands before a server on loopback and joins each client to it. Its kinds say how they fail.</summary>
internal abstract class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> links = new();
    private readonly int server;
    private readonly Task accepting;

    protected TcpProxy(int server)
    {
        this.server = server;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Breaks all connections, also those that stand still.</summary>
    public void DropAll()
    {
        foreach (var (client, upstream) in links)
            Drop(client, upstream);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        DropAll();
        await accepting;
    }

    /// <summary>Whether a new client is let go at once.</summary>
    protected virtual bool IsClosed => false;

    /// <summary>Passes on what one side says until a side ends. Throws what a socket throws.</summary>
    protected abstract Task Pump(Socket from, Socket to, bool isRequest);

    protected virtual void Drop(Socket client, Socket upstream)
    {
        client.Dispose();
        upstream.Dispose();
    }

    protected static async Task Send(Socket to, ReadOnlyMemory<byte> bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await to.SendAsync(bytes[sent..]);
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Join(await listener.AcceptSocketAsync());
        }
        catch (Exception stopped) when (IsGone(stopped))
        {
            // The listener was stopped.
        }
    }

    private async Task Join(Socket client)
    {
        using var upstream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        links[client] = upstream;
        try
        {
            if (IsClosed)
                return;
            await upstream.ConnectAsync(IPAddress.Loopback, server);
            await Task.WhenAny(UntilGone(client, upstream, isRequest: true), UntilGone(upstream, client, isRequest: false));
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // The server is away, so the client is let go.
        }
        finally
        {
            links.TryRemove(client, out _);
            Drop(client, upstream);
        }
    }

    private async Task UntilGone(Socket from, Socket to, bool isRequest)
    {
        try
        {
            await Pump(from, to, isRequest);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // One end has closed; the other is closed with it.
        }
    }

    private static bool IsGone(Exception e) => e is SocketException or ObjectDisposedException;
}
