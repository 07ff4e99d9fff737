using System.Buffers;
using System.Text.Json.Serialization.Metadata;

namespace OrderLedger.Api.Http;

/// <summary>A JSON answer, written in one piece with its length.</summary>
internal sealed class Reply(ReadOnlyMemory<byte> body, int status, string contentType) : IResult
{
    public int Status => status;

    public ReadOnlyMemory<byte> Body => body;

    public static IResult Json(object body, int status = StatusCodes.Status200OK) =>
        new Reply(JsonSerializer.SerializeToUtf8Bytes(body, Wire.Options), status, "application/json; charset=utf-8");

    /// <summary>An answer, and where there is something to tell, <c>notes</c> as its last member.</summary>
    public static IResult Noting(object body, IReadOnlyList<string>? notes, int status = StatusCodes.Status200OK)
    {
        if (notes is null)
            return Json(body, status);
        var noted = JsonSerializer.SerializeToNode(body, Wire.Options)!.AsObject();
        noted["notes"] = JsonSerializer.SerializeToNode(notes);
        return Json(noted, status);
    }

    /// <summary>For answers given thousands of times a second.</summary>
    public static IResult Json<T>(T body, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new Reply(JsonSerializer.SerializeToUtf8Bytes(body, type), status, "application/json; charset=utf-8");

    /// <summary>For answers of many members, most of them handed through as they came.</summary>
    public static IResult Written(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var json = new ArrayBufferWriter<byte>(2_048);
        using (var writer = new Utf8JsonWriter(json, Wire.Writing))
            write(writer);
        return new Reply(json.WrittenMemory, status, "application/json; charset=utf-8");
    }

    public Task ExecuteAsync(HttpContext httpContext) =>
        status >= 400 && httpContext.GetEndpoint()?.Metadata.GetMetadata<RefusalWatchAttribute>() is { } watch
            ? WriteWatched(httpContext, watch)
            : Write(httpContext);

    private async Task WriteWatched(HttpContext http, RefusalWatchAttribute watch)
    {
        await watch.BeforeAnswer(http, this);
        await Write(http);
    }

    private Task Write(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
