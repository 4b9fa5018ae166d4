"""What the Vietnamese language asks of the program: text, names, dates, numbers and old encodings.

Pure functions over the standard library; the only neighbour it knows is ``app.errors``.
"""
