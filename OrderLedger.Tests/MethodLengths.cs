using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace OrderLedger.Tests;

/// <summary>How many lines of source a method's body takes, from its first statement to its last, lambdas included.</summary>
public sealed record MethodLength(string File, string Method, int Lines);

/// <summary>Reads the lengths from the debug symbols the compiler wrote beside the assembly.</summary>
public static class MethodLengths
{
    public static List<MethodLength> Of(Assembly assembly)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")));
        var reader = symbols.GetMetadataReader();
        return [.. reader.MethodDebugInformation.SelectMany(handle => Measure(assembly, reader, handle))];
    }

    private static IEnumerable<MethodLength> Measure(Assembly assembly, MetadataReader reader, MethodDebugInformationHandle handle)
    {
        var debug = reader.GetMethodDebugInformation(handle);
        var points = debug.GetSequencePoints().Where(p => !p.IsHidden).ToList();
        var file = points.Count == 0 ? "" : reader.GetString(reader.GetDocument(points[0].Document).Name);
        if (points.Count == 0 || IsGenerated(file))
            return [];
        var method = assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle.ToDefinitionHandle()))!;
        // The fields of a class are set in its constructor: their lines are the type's, not a method's.
        var lines = points.Max(p => p.EndLine) - points.Min(p => p.StartLine) + 1;
        return method is ConstructorInfo ? [] : [new(Path.GetFileName(file), $"{method.DeclaringType!.Name}.{method.Name}", lines)];
    }

    private static bool IsGenerated(string file) =>
        file.EndsWith(".g.cs", StringComparison.Ordinal) || file.EndsWith(".generated.cs", StringComparison.Ordinal);
}
