"""A LangChain (Python) agent whose spans go to a file, by OpenInference. The model is scripted: no key, no network.

pip install langchain openinference-instrumentation-langchain opentelemetry-exporter-otlp-json-file
python langchain_agent.py langchain.otlp.jsonl
"""
import sys

from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.tools import tool
from openinference.instrumentation.langchain import LangChainInstrumentor
from opentelemetry.exporter.otlp.json.file import FileSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

# --- the recipe -----------------------------------------------------------------
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(FileSpanExporter(sys.argv[1])))
LangChainInstrumentor().instrument(tracer_provider=provider)
# --------------------------------------------------------------------------------


def call(name: str, args: dict, call_id: str) -> dict:
    return {"name": name, "args": args, "id": call_id, "type": "tool_call"}


def usage(read: int, said: int) -> dict:
    return {"input_tokens": read, "output_tokens": said, "total_tokens": read + said}


class ScriptedModel(GenericFakeChatModel):
    def bind_tools(self, tools, **kwargs):
        return self


@tool
def search_docs(query: str) -> str:
    """Looks for passages in the handbook."""
    return "§4: parcels above 20 kg need two people."


ANSWERS = iter([
    AIMessage(content="I look in the handbook.", tool_calls=[call("search_docs", {"query": "heavy parcels"}, "call_1")], usage_metadata=usage(61, 17)),
    AIMessage(content="", tool_calls=[call("search_docs", {"query": "parcels above 20 kg"}, "call_2")], usage_metadata=usage(103, 15)),
    AIMessage(content="Parcels above 20 kg need two people (§4).", usage_metadata=usage(142, 14)),
])

agent = create_agent(ScriptedModel(messages=ANSWERS), tools=[search_docs], system_prompt="Answer from the handbook only.", name="handbook")
result = agent.invoke({"messages": [("user", "May I carry a parcel of 25 kg alone?")]}, config={"metadata": {"thread_id": "recipe-1"}})
print(result["messages"][-1].content)
provider.shutdown()
