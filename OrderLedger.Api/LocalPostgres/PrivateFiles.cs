namespace OrderLedger.Api.LocalPostgres;

/// <summary>Files and folders with the mode they need from their first moment.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes the folder if it is missing. Under root the server is another user: it may pass through, not look around.
    /// </summary>
    public static void DataFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Environment.IsPrivilegedProcess
                ? OwnerFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
                : OwnerFolder);
    }

    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerFolder);
    }

    /// <summary>
    /// Replaces the file. It is made anew and never opened, because root writes into a folder of the server's user
    /// here and must not follow a link somebody put there.
    /// </summary>
    public static void Replace(string path, string text, bool readableByAll = false)
    {
        File.Delete(path);
        using var writer = new StreamWriter(path, Private(FileMode.CreateNew, readableByAll));
        writer.Write(text);
    }

    /// <summary>Opens or makes the file for this process alone. Nobody else may even read it: a reader could lock it too.</summary>
    public static FileStream OpenAlone(string path) => new(path, Private(FileMode.OpenOrCreate));

    private static FileStreamOptions Private(FileMode mode, bool readableByAll = false)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = readableByAll ? OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead : OwnerOnly;
        return options;
    }
}
