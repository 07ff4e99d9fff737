using System.Text;

namespace OrderLedger.Faults.Clients;

/// <summary>
/// The file of one client: a line before each call and one after it. A line is on the disk before the client goes on, so the file tells
/// what was answered even when this program is killed as well.
/// </summary>
internal sealed class Diary(string file) : IDisposable
{
    public const string Invoke = "invoke";
    public const string Ok = "ok";
    public const string Refused = "refused";
    public const string Unknown = "unknown";

    private readonly Lock guard = new();
    private readonly FileStream pages = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Before the call.</summary>
    public void Begins(SentPush push) => Write($"{Invoke} {push.Key} {push.Order} {push.Status} {push.OccurredAt:o}");

    /// <summary>Acknowledged.</summary>
    /// <param name="push">What was sent.</param>
    /// <param name="version">The version that the answer names.</param>
    /// <param name="outcome">As the answer names it: changed, unchanged, stale.</param>
    public void Acknowledged(SentPush push, long version, string outcome) => Write($"{Ok} {push.Key} {version} {outcome}");

    /// <summary>Refused with a status code: nothing may be left of this try.</summary>
    public void WasRefused(SentPush push, int code) => Write($"{Refused} {push.Key} {code}");

    /// <summary>No answer: it happened, or it did not.</summary>
    public void HeardNothing(SentPush push) => Write($"{Unknown} {push.Key}");

    public void Dispose() => pages.Dispose();

    private void Write(string line)
    {
        lock (guard)
        {
            pages.Write(Encoding.UTF8.GetBytes(line + "\n"));
            pages.Flush(flushToDisk: true);
        }
    }
}
