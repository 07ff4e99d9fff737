using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace OrderLedger.Tests.Support;

/// <summary>A mail as it arrived, its lines ended by one character.</summary>
public sealed record ArrivedMail(string Title, string From, string To, string Text)
{
    public string? AutoSubmitted { get; init; }

    internal static ArrivedMail Of(MimeMessage message) => new(message.Subject ?? "", message.From.ToString(), message.To.ToString(),
        (message.TextBody ?? "").ReplaceLineEndings("\n"))
    {
        AutoSubmitted = message.Headers["Auto-Submitted"],
    };
}

/// <summary>Takes mail on a real socket, and answers as a test wants it. It speaks as much of SMTP (RFC 5321) as a client needs.</summary>
public sealed class MailReceiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ends = new();
    private readonly ConcurrentQueue<ArrivedMail> taken = new();
    private readonly ConcurrentBag<Task> talks = [];
    private readonly Task taking;

    public MailReceiver()
    {
        listener.Start();
        taking = Take();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The mails that were taken, in the order they came.</summary>
    public IReadOnlyList<ArrivedMail> Taken => [.. taken];

    /// <summary>Gives the answer to an address; taken unless set.</summary>
    public Func<string, string> Recipient { get; set; } = _ => "250 2.1.5 Ok";

    /// <summary>Whether it breaks each connection off at once.</summary>
    public bool IsDown { get; set; }

    /// <summary>The name and password it asks for; null for none.</summary>
    public (string User, string Password)? Credential { get; set; }

    public async ValueTask DisposeAsync()
    {
        await ends.CancelAsync();
        listener.Stop();
        await taking;
        await Task.WhenAll(talks);
        ends.Dispose();
    }

    private async Task Take()
    {
        try
        {
            while (true)
                talks.Add(Talk(await listener.AcceptTcpClientAsync(ends.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var _ = client;
        if (IsDown)
            return;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test ESMTP");
            while (await reader.ReadLineAsync(ends.Token) is { } line && !line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase))
                await writer.WriteLineAsync(await Answer(line, reader, writer));
            await writer.WriteLineAsync("221 Bye");
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
        }
    }

    private async Task<string> Answer(string line, StreamReader reader, StreamWriter writer)
    {
        switch (line.Split(' ')[0].ToUpperInvariant())
        {
            case "EHLO":
                return Credential is null ? "250 test" : "250-test\r\n250 AUTH PLAIN";
            case "AUTH" when Credential is { } known:
                return line.EndsWith(Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{known.User}\0{known.Password}")), StringComparison.Ordinal)
                    ? "235 Ok" : "535 5.7.8 Wrong";
            case "RCPT":
                return Recipient(line[(line.IndexOf('<') + 1)..line.IndexOf('>')]);
            case "DATA":
                await writer.WriteLineAsync("354 Go on");
                var text = new StringBuilder();
                while (await reader.ReadLineAsync(ends.Token) is { } part && part != ".")
                    text.Append(part.StartsWith('.') ? part[1..] : part).Append("\r\n");
                using (var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())))
                    taken.Enqueue(ArrivedMail.Of(await MimeMessage.LoadAsync(bytes, ends.Token)));
                return "250 2.0.0 Ok: queued";
            default:
                return "250 Ok";
        }
    }
}
