using System.Net.Sockets;

namespace OrderLedger.Faults.Machines;

/// <summary>The message at which the connection breaks: the commit, or the server's word that it is done.</summary>
internal enum Cut { None, BeforeTheCommit, AfterTheCommit }

/// <summary>A TCP proxy before PostgreSQL that breaks one connection at its next commit.</summary>
internal sealed class CommitCut(int server) : TcpProxy(server)
{
    private static readonly byte[] Asked = "commit\0"u8.ToArray();
    private static readonly byte[] Done = "COMMIT\0"u8.ToArray();

    private volatile Cut armed;
    private volatile bool closed;
    private volatile bool closes;

    public bool IsArmed => armed != Cut.None;

    protected override bool IsClosed => closed;

    /// <summary>The next commit breaks its connection, once; if told so, new connections are dropped too, until opened again.</summary>
    public void Arm(Cut cut, bool thenClose = false) => (closes, armed) = (thenClose, cut);

    public void Open() => closed = false;

    protected override async Task Pump(Socket from, Socket to, bool isRequest)
    {
        var (mark, at) = isRequest ? (Asked, Cut.BeforeTheCommit) : (Done, Cut.AfterTheCommit);
        // What came before is kept in front, for a mark that arrives in two pieces.
        var buffer = new byte[mark.Length + 64 * 1024];
        while (await from.ReceiveAsync(buffer.AsMemory(mark.Length)) is > 0 and var count)
        {
            if (armed == at && buffer.AsSpan(0, mark.Length + count).IndexOf(mark) >= 0)
            {
                (closed, armed) = (closes, Cut.None);
                return;
            }
            await Send(to, buffer.AsMemory(mark.Length, count));
            buffer.AsSpan(count, mark.Length).CopyTo(buffer);
        }
    }
}
