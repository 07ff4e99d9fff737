namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// Says which live process owns the cluster. The operating system drops the lock with the process, however it ends,
/// so holding it proves that the last owner is gone.
/// </summary>
internal sealed class OwnerLock : IAsyncDisposable
{
    private readonly FileStream file;

    private OwnerLock(FileStream file) => this.file = file;

    /// <summary>Null when another process, or another server object in this one, holds it.</summary>
    public static OwnerLock? TryTake(string path)
    {
        try
        {
            PrivateFiles.DataFolder(Path.GetDirectoryName(path)!);
            return new(PrivateFiles.OpenAlone(path));
        }
        catch (IOException held) when (IsHeld(held))
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new PostgresNotStartedException(
                $"This user may not write {path}: run as the user it belongs to, "
                + "or set OrderLedger__DataDirectory to a folder of your own.");
        }
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows: .NET has no exception of its own for it.
    private static bool IsHeld(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);
}
