using System.CommandLine;

namespace OrderLedger.Api.Cli;

/// <summary>config: the settings that are in force here, without secrets.</summary>
internal static class ConfigVerb
{
    public static Command Make()
    {
        var verb = new Command("config", "Shows the settings that are in force here. Shows of a secret only whether it is set.");
        verb.SetAction(_ => Show());
        return verb;
    }

    private static void Show()
    {
        var configuration = Session.Configuration();
        var width = SettingWords.All.Max(s => s.Name.Length);
        Console.WriteLine($"{"setting".PadRight(width)}  value");
        foreach (var setting in SettingWords.All)
        {
            var given = configuration[setting.Path];
            Console.WriteLine($"{setting.Name.PadRight(width)}  "
                + (string.IsNullOrEmpty(given) ? $"{setting.Default} (default)" : setting.IsSecret ? "set" : given));
        }
        Console.WriteLine($"The data directory is {Settings.From(configuration, Directory.GetCurrentDirectory()).DataDirectory}");
    }
}
