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
internal sealed class FaultyLink(Uri server) : TcpProxy(server.Port)
{
    private const int DelayMaxMs = 200;

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>How it fails from now on.</summary>
    public LinkFault Fault { get; set; }

    protected override async Task Pump(Socket from, Socket to, bool isRequest)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer.AsMemory()) is > 0 and var count)
        {
            var passing = await Passing(count, isRequest);
            await Send(to, buffer.AsMemory(0, passing));
            if (passing < count)
                return;
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

    // A reset, as a network gives it, not an orderly end.
    protected override void Drop(Socket client, Socket upstream)
    {
        foreach (var socket in (Socket[])[client, upstream])
        {
            if (socket.SafeHandle.IsClosed)
                continue;
            socket.LingerState = new(enable: true, seconds: 0);
            socket.Dispose();
        }
    }
}
