using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace OrderLedger.Api.Http;

/// <summary>
/// A request body read whole, with the JSON object it holds, or what is wrong with it. Strict: one object, no comments, no duplicate
/// members, at most 48 deep, at most 1 MiB, and nothing in it that PostgreSQL's jsonb would refuse later.
/// </summary>
public sealed record JsonBody(byte[] Raw, JsonElement Json, BodyFault? Fault)
{
    /// <summary>Most bytes taken, 1 MiB.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>
    /// Deepest nesting taken: with all that is put around it to be stored and shown it stays below the 64 every reader
    /// takes.
    /// </summary>
    public const int DepthMax = 48;

    /// <summary>Most characters of a number: more is no amount, no id and no date.</summary>
    private const int NumberMax = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    /// <summary>No body at all, where a route takes that for an empty object.</summary>
    public static readonly JsonBody Empty = new([], default, null);

    /// <summary>The answer to a body that cannot be read, where no vendor prints a shape.</summary>
    public IResult? Problem => Fault is { } fault ? Http.Problem.Of(fault.Status, fault.Error) : null;

    public static async Task<JsonBody> Read(HttpRequest request, CancellationToken stop) => Read(request, await Bytes(request, stop));

    /// <summary>The object in the bytes that the request carried.</summary>
    public static JsonBody Read(HttpRequest request, byte[] raw) =>
        Unacceptable(request) is { } unacceptable ? new(raw, default, unacceptable) : Parse(raw);

    /// <summary>The object in bytes whose type is already known.</summary>
    public static JsonBody Parse(byte[] raw)
    {
        try
        {
            var text = raw.AsSpan();
            if (text.StartsWith(ByteOrderMark))
                text = text[ByteOrderMark.Length..];
            if (!Utf8.IsValid(text))
                return new(raw, default, Bad("The body is not valid UTF-8."));
            var json = JsonElement.Parse(text, Strict);
            if (json.ValueKind != JsonValueKind.Object)
                return new(raw, default, Bad($"The body must be a JSON object, not {Named(json.ValueKind)}."));
            return Unstorable(text) is { } fault ? new(raw, default, Bad(fault)) : new(raw, json, null);
        }
        catch (JsonException e)
        {
            return new(raw, default, Bad(raw.Length == 0 ? "The body is empty. Send a JSON object."
                : $"The body is not valid JSON: {Reason(e)}"));
        }
    }

    /// <summary>The bytes as received, up to <see cref="BytesMax"/>.</summary>
    /// <exception cref="BadHttpRequestException">413: the body is larger.</exception>
    public static async Task<byte[]> Bytes(HttpRequest request, CancellationToken stop)
    {
        if (request.HttpContext.Features.Get<Received>() is { } received)
            return received.Body;
        if (request.ContentLength > BytesMax)
            throw new BadHttpRequestException($"The body is larger than {BytesMax} bytes.", StatusCodes.Status413PayloadTooLarge);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(stop);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                request.HttpContext.Features.Set(new Received(bytes));
                return bytes;
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static BodyFault? Unacceptable(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            return new(415, "A compressed body is not taken. Send it without Content-Encoding.");
        }
        if (string.IsNullOrEmpty(request.ContentType) || IsJson(request.ContentType))
            return null;
        request.HttpContext.Response.Headers["Accept-Patch"] = "application/json";
        return new(415, "Send the body as application/json in UTF-8.");
    }

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) == true)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));

    // jsonb refuses \u0000, lone surrogates and numbers beyond its range; found here, they cost no transaction.
    private static string? Unstorable(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = DepthMax });
        while (reader.Read())
            switch (reader.TokenType)
            {
                case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped && !IsText(ref reader):
                    return $"A text at byte {reader.TokenStartIndex} holds \\u0000 or half of a surrogate pair, which cannot be stored.";
                case JsonTokenType.Number when reader.ValueSpan.Length > NumberMax || !reader.TryGetDouble(out var number)
                    || !double.IsFinite(number):
                    return $"The number at byte {reader.TokenStartIndex} is out of range.";
            }
        return null;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return !reader.GetString()!.Contains('\0');
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static BodyFault Bad(string error) => new(400, error);

    private static string Named(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    // The parser's own sentence, without the C# advice that some of them end with.
    private static string Reason(JsonException e)
    {
        var sentence = new StringBuilder(e.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.')).Append('.');
        return e.LineNumber is { } line ? sentence.Append(System.Globalization.CultureInfo.InvariantCulture,
            $" Line {line + 1}, byte {e.BytePositionInLine + 1}.").ToString() : sentence.ToString();
    }
}

/// <summary>A body that cannot be read: the HTTP status, and a sentence for its sender.</summary>
public sealed record BodyFault(int Status, string Error);

/// <summary>The body of a request as it was received, left for the inbox of refused pushes.</summary>
internal sealed record Received(byte[] Body);
