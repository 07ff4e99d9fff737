using System.Net.Sockets;
using System.Text;

namespace OrderLedger.Faults.Scenarios;

internal sealed class IdleSockets : Scenario
{
    private const int Sockets = 500;

    public override string Name => "idle-sockets";

    public override string About => "500 connections are opened and say nothing, or begin a request and stop in its middle";

    public override async Task Play(Stage stage, Random random)
    {
        var url = new Uri(stage.Servers[0].Url);
        var open = new List<TcpClient>();
        try
        {
            for (var n = 0; n < Sockets; n++)
            {
                var socket = new TcpClient();
                open.Add(socket);
                await socket.ConnectAsync(url.Host, url.Port);
                await socket.Client.SendAsync(Encoding.ASCII.GetBytes(Beginnings[random.Next(Beginnings.Length)]));
            }
            stage.Say($"{Sockets} connections stand open");
            // Pushes go on beside them.
            await stage.Healed();
            await Drip(open, random);
        }
        finally
        {
            foreach (var socket in open)
                socket.Dispose();
        }
        stage.Say("they are closed");
    }

    private static readonly string[] Beginnings =
    [
        "", "P", "PATCH /api/orders/1/status HTTP/1.1\r\nHost: here\r\n",
        "PATCH /api/orders/1/status HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    ];

    // One byte more for each, as a slow-loris does.
    private static async Task Drip(List<TcpClient> open, Random random)
    {
        for (var round = 0; round < 5; round++)
        {
            foreach (var socket in open)
            {
                try
                {
                    await socket.Client.SendAsync(new byte[] { (byte)'a' });
                }
                catch (SocketException)
                {
                    // The server has ended it, as it should.
                }
            }
            await Task.Delay(random.Next(200, 1_000));
        }
    }
}

internal sealed class SmallPool : Scenario
{
    public override string Name => "small-pool";

    public override string About => "a hundred writers at a server that may open five connections, while PostgreSQL is killed now and then";

    public override StagePlan Plan => new() { PoolMax = 5, Traffic = new() { Senders = 100 } };

    public override Task Play(Stage stage, Random random) => new KillBackend().Play(stage, random);
}

internal sealed class SmallMemory : Scenario
{
    private const long BytesMax = 256L * 1024 * 1024;

    public override string Name => "small-memory";

    public override string About => "a server with a heap of at most 256 MiB under a hundred writers and a rebuild";

    public override StagePlan Plan => new()
    {
        Settings = new() { ["DOTNET_GCHeapHardLimit"] = $"0x{BytesMax:X}" },
        Traffic = new() { Senders = 100, Pause = TimeSpan.Zero },
    };

    public override async Task Play(Stage stage, Random random)
    {
        await stage.Rebuild(random.Next(2) == 0);
        await Task.Delay(random.Next(1_000, 3_000));
    }
}

internal sealed class Everything : Scenario
{
    public override string Name => "everything";

    public override string About => "two servers with checkpoints, webhooks and rebuilds; the one that leads is killed, then the other";

    public override StagePlan Plan => new()
    {
        Servers = 2,
        HasReceiver = true,
        Traffic = new() { Pause = TimeSpan.FromMilliseconds(100) },
        Settings = new()
        {
            ["OrderLedger__Webhooks__AllowPrivateAddresses"] = "true",
            ["OrderLedger__Webhooks__RetrySeconds"] = "0.2,0.5,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        },
    };

    public override async Task Play(Stage stage, Random random)
    {
        await stage.Rebuild(random.Next(2) == 0);
        await new KillInTurn().Play(stage, random);
    }
}
