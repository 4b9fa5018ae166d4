"""Official papers (decision, tờ trình, biên bản …) as PDF and as DOCX. Plain values in, bytes out.

Nothing here knows the register. The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I (domain notes §2.2).
"""
