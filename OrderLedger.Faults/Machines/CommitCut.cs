using System.Collections.Concurrent;
using System.Net.Sockets;

namespace OrderLedger.Faults.Machines;

/// <summary>The message at which the connection breaks: the commit, or the server's word that it is done.</summary>
internal enum Cut { None, BeforeTheCommit, AfterTheCommit }

/// <summary>A TCP proxy before PostgreSQL that breaks one connection at its next commit.</summary>
internal sealed class CommitCut : IAsyncDisposable
{
    private static readonly byte[] Asked = "commit\0"u8.ToArray();
    private static readonly byte[] Done = "COMMIT\0"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> links = new();
    private readonly int server;
    private readonly Task accepting;
    private volatile Cut armed;
    private volatile bool closed;
    private volatile bool closes;

    public CommitCut(int server)
    {
        this.server = server;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool IsArmed => armed != Cut.None;

    /// <summary>The next commit breaks its connection, once; if told so, new connections are dropped too, until opened again.</summary>
    public void Arm(Cut cut, bool thenClose = false) => (closes, armed) = (thenClose, cut);

    public void Open() => closed = false;

    /// <summary>Breaks all connections; on a new one statements go as text, where on an old one they are prepared and only named.</summary>
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
        links[client] = upstream;
        try
        {
            if (closed)
                return;
            await upstream.ConnectAsync(IPAddress.Loopback, server);
            await Task.WhenAny(
                Pump(client, upstream, Asked, Cut.BeforeTheCommit), Pump(upstream, client, Done, Cut.AfterTheCommit));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The server is away; so the client is let go.
        }
        finally
        {
            links.TryRemove(client, out _);
            Drop(client, upstream);
        }
    }

    private async Task Pump(Socket from, Socket to, byte[] mark, Cut at)
    {
        // What came before is kept in front, for a mark that arrives in two pieces.
        var buffer = new byte[mark.Length + 64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(mark.Length)) is > 0 and var count)
            {
                if (armed == at && buffer.AsSpan(0, mark.Length + count).IndexOf(mark) >= 0)
                {
                    (closed, armed) = (closes, Cut.None);
                    return;
                }
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(mark.Length + sent, count - sent));
                buffer.AsSpan(count, mark.Length).CopyTo(buffer);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One end has closed; the other is closed with it.
        }
    }

    private static void Drop(Socket client, Socket upstream)
    {
        client.Dispose();
        upstream.Dispose();
    }
}
